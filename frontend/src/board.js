import Sortable from "sortablejs";window.S=Sortable
